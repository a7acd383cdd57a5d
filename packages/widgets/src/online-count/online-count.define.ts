import { defineElement } from '../define-element.js';
import { OnlineCountElement } from './online-count-element.js';

defineElement('online-count', OnlineCountElement);
