/** Whether this is a Mac: Command is its key for shortcuts, and Option with an arrow moves by words in a field. */
export const isMac = navigator.platform.startsWith('Mac');
