import { defineElement } from '../define-element.js';
import { LikeBarElement } from './like-bar-element.js';

defineElement('like-bar', LikeBarElement);
