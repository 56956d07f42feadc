/** Words that several changes share. */
export const change = {
  change: {
    reading: 'Reading every tag of this repository…',
    readingTags: 'Reading the digest of every tag: {{read}} of {{total}}',
    typeProtected: 'Protected. Type {{names}} to delete',
    protected: 'Protected: {{names}}',
    protectedHint: 'Protected tags are kept unless you type their names here.',
    typeToConfirm: 'Type {{name}} to confirm',
    readOnly: 'This registry is read-only in Longshore.',
  },
};
