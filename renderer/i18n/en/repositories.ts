export const repositories = {
  cut: {
    names: 'Only the first 1,000,000 names are shown.',
    pages: 'Only the first 10,000 pages of the list were read.',
    loop: 'The list may be incomplete: the registry’s links to the next page repeat.',
    link: 'The list is incomplete: the registry’s link to the next page points to another host and was not followed.',
  },
  repositories: {
    title: 'Repositories',
    filter: 'Filter repositories',
    filterCount_one: 'Filter {{shown}} repository',
    filterCount_other: 'Filter {{shown}} repositories',
    none: 'No repositories yet.',
    noTags: 'no tags',
    partial: 'The list is incomplete: reading it failed. Press F5 to read it again.',
    notListed: 'This registry does not list its repositories ({{why}}). This is normal for many registries.',
    open: 'Repository or reference',
    invalid: 'This is not a repository name. Use lower-case words joined by slashes, for example team/api.',
    elsewhere: 'This repository is on another registry, {{host}}. Choose that registry, or add it.',
    openAction: 'Open',
  },
};
