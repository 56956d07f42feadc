export const untagged = {
  untagged: {
    title: 'Untagged manifests of {{repository}}',
    // Where the product lists none.
    seen: 'Manifests that Longshore has seen here and that no tag or index leads to. Each one was asked for just now. This registry cannot list manifests that were never seen.',
    told: 'Manifests that no tag leads to, as the registry lists them.',
    asOf: 'Tags as of {{ago}}.',
    cut: 'There are more than are listed.',
    never: 'The tags of this repository have not been read yet. Open the repository first.',
    none: 'No untagged manifests were found.',
    count_one: '{{shown}} manifest',
    count_other: '{{shown}} manifests',
    table: 'Untagged manifests',
    within: 'part of {{digest}}',
    show: 'Open {{digest}}',
    choose: 'Select {{digest}}',
    chooseAll: 'Select all',
    delete_one: 'Delete {{shown}} manifest…',
    delete_other: 'Delete {{shown}} manifests…',
    deleteNone: 'Delete…',
  },
};
