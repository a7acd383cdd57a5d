export { OnlineCountElement as element } from '../online-count/online-count-element.js';
