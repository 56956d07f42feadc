/** Plans that are applied from a file. */
export const plans = {
  plans: {
    title: 'Apply a plan',
    lead: 'Choose a plan that was saved here or on the command line. You see what it changes before anything is sent.',
    choose: 'Choose file…',
    from: 'Plan: {{name}}',
    problem: {
      'too-long': 'The file is longer than 8 MiB. Apply it on the command line: longshore apply FILE',
      'not-json': 'The file is not JSON.',
      'no-plan': 'The file is not a plan, or it is from a later version of Longshore.',
      'no-registry': 'No saved registry is at {{registry}}. Add it first; nothing was sent there.',
    },
    drifted_one: 'The registry is not as the plan expects it: {{shown}} difference.',
    drifted_other: 'The registry is not as the plan expects it: {{shown}} differences.',
    driftedDetail: 'Nothing was changed. Make a new plan, and have it reviewed again.',
    differences: 'Differences',
    what: 'What',
    expected: 'Expected',
    now: 'Now',
  },
};
