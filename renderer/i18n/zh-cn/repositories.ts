export const repositories = {
  cut: {
    names: '列表超过 1,000,000 个名称，仅显示前 1,000,000 个。',
    pages: '列表超过 10,000 页，仅读取了这些页。',
    loop: '列表可能不完整：镜像仓库的分页链接重复出现。',
    link: '列表不完整：镜像仓库的下一页链接指向别处，未被跟随。',
  },
  repositories: {
    title: '仓库',
    filter: '筛选仓库',
    filterCount_other: '筛选 {{shown}} 个仓库',
    none: '还没有仓库。',
    noTags: '无标签',
    partial: '列表中途断开；显示已读取的部分。按 F5 重新读取。',
    notListed: '此镜像仓库不列出其仓库（应答 {{why}}）。这对很多镜像仓库来说是正常的。',
    open: '仓库或镜像引用',
    invalid: '这不是仓库名：应为用斜杠连接的小写词，例如 team/api。',
    elsewhere: '它位于另一个镜像仓库 {{host}}。请在列表中选择或添加它。',
    openAction: '打开',
  },
};
