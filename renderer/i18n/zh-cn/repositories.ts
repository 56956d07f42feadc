export const repositories = {
  cut: {
    names: '仅显示前 1,000,000 个名称。',
    pages: '仅读取了列表的前 10,000 页。',
    loop: '列表可能不完整：镜像仓库的分页链接重复出现。',
    link: '列表不完整：镜像仓库的下一页链接指向其他主机，未继续读取。',
  },
  repositories: {
    title: '仓库',
    filter: '筛选仓库',
    filterCount_other: '筛选 {{shown}} 个仓库',
    none: '还没有仓库。',
    noTags: '无标签',
    tagCount_other: '{{shown}} 个标签',
    count_other: '{{shown}} 个仓库',
    partial: '列表不完整：读取失败。按 F5 重新读取。',
    notListed: '此镜像仓库不列出其仓库（{{why}}）。这对很多镜像仓库来说是正常的。',
    open: '仓库或镜像引用',
    invalid: '这不是有效的仓库名。请使用以斜杠连接的小写单词，例如 team/api。',
    elsewhere: '此仓库位于另一个镜像仓库 {{host}}。请选择该镜像仓库，或添加它。',
    openAction: '打开',
  },
};
