/** How a call that sends can end. */
export const SENDING_EXITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 129, 130, 143];
