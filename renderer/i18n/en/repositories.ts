export const repositories = {
  repositories: {
    title: 'Repositories',
    filter: 'Filter repositories',
    filterCount_one: 'Filter {{shown}} repository',
    filterCount_other: 'Filter {{shown}} repositories',
    none: 'No repositories yet.',
    noTags: 'no tags',
    capped: 'The list was cut at its limit of 10,000 pages.',
    partial: 'The list broke off; what was read is shown. F5 reads it again.',
    notListed: 'This registry does not list its repositories (it answered {{why}}). That is normal for many registries.',
    open: 'Repository or reference',
    invalid: 'That is no repository: lower-case words joined by slashes, such as team/api.',
    elsewhere: 'That is on another registry, {{host}}. Choose it in the list, or add it.',
    openAction: 'Open',
  },
};
