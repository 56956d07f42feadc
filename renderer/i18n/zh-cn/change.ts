export const change = {
  change: {
    reading: '正在读取此仓库的所有标签…',
    readingTags: '正在读取每个标签的摘要：{{read}} / {{total}}',
    typeProtected: '受保护。输入 {{names}} 以删除',
    protected: '受保护：{{names}}',
    protectedHint: '受保护的标签将保留，除非在此输入其名称。',
    typeToConfirm: '输入 {{name}} 以确认',
    readOnly: '此镜像仓库在 Longshore 中为只读。',
  },
};
