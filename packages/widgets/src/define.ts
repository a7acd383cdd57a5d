import './like-bar/like-bar.define.js';
import './online-count/online-count.define.js';
