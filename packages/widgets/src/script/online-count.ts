export { OnlineCountElement as 'online-count' } from '../online-count/online-count-element.js';
