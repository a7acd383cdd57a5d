/** The grid that every clip is drawn on, whatever size it is filmed at. */
export const W = 960;
export const H = 540;
