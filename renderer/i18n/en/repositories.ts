export const repositories = {
  cut: {
    names: 'The list is longer than 1,000,000 names. The first 1,000,000 are shown.',
    pages: 'The list is longer than 10,000 pages. Only those were read.',
    loop: 'The list may be incomplete: the registry’s page links repeat.',
    link: 'The list is incomplete: the registry’s link to the next page leads to another place and was not followed.',
  },
  repositories: {
    title: 'Repositories',
    filter: 'Filter repositories',
    filterCount_one: 'Filter {{shown}} repository',
    filterCount_other: 'Filter {{shown}} repositories',
    none: 'No repositories yet.',
    noTags: 'no tags',
    partial: 'The list broke off; what was read is shown. F5 reads it again.',
    notListed: 'This registry does not list its repositories (it answered {{why}}). That is normal for many registries.',
    open: 'Repository or reference',
    invalid: 'That is no repository: lower-case words joined by slashes, such as team/api.',
    elsewhere: 'That is on another registry, {{host}}. Choose it in the list, or add it.',
    openAction: 'Open',
  },
};
