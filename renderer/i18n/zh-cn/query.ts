export const query = {
  query: {
    filterBy: '筛选条件',
    filters: '筛选',
    remove: '移除筛选 {{filter}}',
    operator: {
      size: '压缩后大小',
      created: '创建至今的时长，或日期（UTC）',
      pulled: '上次拉取',
      platform: '平台',
      kind: '类型',
      label: 'Label（元数据）或注解',
      digest: '摘要开头',
    },
    problem: {
      operator: '没有名为“{{name}}:”的筛选条件。含冒号的文本请加引号。',
      tooLong: '筛选内容过长，无法使用。',
      value: {
        size: '“size:{{value}}”不是有效的大小。例如：size:>100MB。',
        created: '“created:{{value}}”不是有效的时长。例如：created:<30d 或 created:>2026-01-31。',
        pulled: '“pulled:{{value}}”不是有效的时长。例如：pulled:>90d。',
        platform: '请在“platform:”后输入平台，例如 platform:arm64。',
        kind: '“kind:{{value}}”不是有效的类型。例如：kind:image 或 kind:index。',
        label: '“label:{{value}}”不是有效的 Label。请写作 label:key 或 label:key=value。',
        digest: '“{{value}}”不是摘要的开头。例如：digest:a1b2c3d。',
      },
      expression: {
        invalid: '/{{expression}}/ 不是有效的正则表达式。',
        unsupported: '/{{expression}}/ 使用了不支持的环视、反向引用或过大的重复次数。',
        'too-long': '正则表达式过长，最多 500 个字符。',
      },
    },
  },
};
