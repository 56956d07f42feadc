export const plans = {
  plans: {
    title: '应用计划',
    lead: '选择在此处或命令行中保存的计划。发送任何请求之前，会先显示它要更改的内容。',
    choose: '选择文件…',
    from: '计划：{{name}}',
    problem: {
      'too-long': '文件超过 8 MiB。请在命令行中应用：longshore apply FILE',
      'not-json': '该文件不是 JSON。',
      'no-plan': '该文件不是计划，或来自更高版本的 Longshore。',
      'no-registry': '没有地址为 {{registry}} 的已保存镜像仓库。请先添加；尚未向其发送任何请求。',
    },
    drifted_other: '镜像仓库与计划的预期不符：{{shown}} 处差异。',
    driftedDetail: '未做任何更改。请重新制定计划，并再次审核。',
    differences: '差异',
    what: '项目',
    expected: '预期',
    now: '当前',
  },
};
