export const query = {
  query: {
    filterBy: 'Filter by',
    filters: 'Filters',
    remove: 'Remove filter {{filter}}',
    operator: {
      size: 'Compressed size',
      created: 'Age, or a day (UTC)',
      pulled: 'Last pulled',
      platform: 'Platform',
      kind: 'Kind',
      label: 'Label or annotation',
      digest: 'Beginning of a digest',
    },
    problem: {
      operator: '“{{name}}:” is not a filter. Put text with a colon in quotes.',
      tooLong: 'The filter is too long to be used.',
      value: {
        size: '“size:{{value}}” is not a size. Write size:>100MB, for example.',
        created: '“created:{{value}}” is not an age. Write created:<30d or created:>2026-01-31, for example.',
        pulled: '“pulled:{{value}}” is not an age. Write pulled:>90d, for example.',
        platform: 'Write a platform after “platform:”, such as platform:arm64.',
        kind: '“kind:{{value}}” is not a kind. Write kind:image or kind:index, for example.',
        label: '“label:{{value}}” is not a label. Write label:key or label:key=value.',
        digest: '“{{value}}” is not the beginning of a digest. Write digest:a1b2c3d, for example.',
      },
      expression: {
        invalid: '/{{expression}}/ is not a valid regular expression.',
        unsupported: '/{{expression}}/ uses look-around, back references or large counts, which are not supported.',
        'too-long': 'The regular expression is too long. At most 500 characters are used.',
      },
    },
  },
};
