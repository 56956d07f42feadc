export const saveContent = {
  saveContent: {
    action: '保存…',
    folder: '保存目录…',
    root: '保存根文件系统…',
    layer: '保存第 {{number}} 层的文件…',
    title: '保存{{content}}',
    planning: '正在读取要保存的内容…',
    size: '{{size}}。',
    files_other: '{{shown}} 个文件，解压后 {{size}}。',
    leftOut_other: '有 {{shown}} 个硬链接指向的文件不存在，不会保存。',
    fileHint: '读取时按摘要验证。',
    folderHint: '保存为一个 tar 文件，保留权限、所有者、链接和扩展属性。读取时验证各层。',
  },
};
