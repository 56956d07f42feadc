export const saveContent = {
  saveContent: {
    action: 'Save…',
    folder: 'Save folder…',
    root: 'Save the root file system…',
    layer: 'Save the files of layer {{number}}…',
    title: 'Save {{content}}',
    planning: 'Reading what to save…',
    size: '{{size}}.',
    files_one: '{{shown}} file, {{size}} unpacked.',
    files_other: '{{shown}} files, {{size}} unpacked.',
    leftOut_one: '{{shown}} hard link leads to a file that is not found and is left out.',
    leftOut_other: '{{shown}} hard links lead to files that are not found and are left out.',
    fileHint: 'Verified against its digest while it is read.',
    folderHint: 'One tar file with modes, owners, links and extended attributes. The layers are verified while they are read.',
  },
};
