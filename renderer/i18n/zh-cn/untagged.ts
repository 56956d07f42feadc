export const untagged = {
  untagged: {
    title: '{{repository}} 中无标签的清单',
    seen: 'Longshore 曾在此读取过、但没有任何标签或索引指向的清单。刚刚已逐一向镜像仓库确认。此镜像仓库无法列出从未读取过的清单。',
    told: '镜像仓库列出的、没有标签指向的清单。',
    asOf: '标签读取于{{ago}}。',
    cut: '还有更多清单未列出。',
    never: '此仓库的标签尚未读取。请先打开该仓库。',
    none: '没有发现无标签的清单。',
    count_other: '{{shown}} 个清单',
    table: '无标签的清单',
    within: '属于 {{digest}}',
    show: '打开 {{digest}}',
    choose: '选择 {{digest}}',
    chooseAll: '全选',
    delete_other: '删除 {{shown}} 个清单…',
    deleteNone: '删除…',
  },
};
