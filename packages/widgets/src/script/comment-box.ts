export { CommentBoxElement as element } from '../comment-box/comment-box-element.js';
