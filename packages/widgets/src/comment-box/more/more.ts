import { addEnglish } from '../../words.js';
import { moreWords } from './words.js';

addEnglish(moreWords);

export { act } from './acts.js';
export { moveInFeed } from './move-in-feed.js';
export { showComment } from './show-comment.js';
export { showMine } from './mine.js';
