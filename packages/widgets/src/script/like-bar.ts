export { LikeBarElement as 'like-bar' } from '../like-bar/like-bar-element.js';
