export { CommentBoxElement as 'comment-box' } from '../comment-box/comment-box-element.js';
