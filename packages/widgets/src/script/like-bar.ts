export { LikeBarElement as element } from '../like-bar/like-bar-element.js';
