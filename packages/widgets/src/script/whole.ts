import { CommentBoxElement } from '../comment-box/comment-box-element.js';
import { LikeBarElement } from '../like-bar/like-bar-element.js';
import { OnlineCountElement } from '../online-count/online-count-element.js';
import { ko } from '../locales/ko.js';
import { VERSION } from '../version.js';
import { addLocale, begin, defineElement, end, identify } from './core.js';

const script = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;
if (script && window.huzzah?.ready === undefined) {
  addLocale(ko);
  begin(script);
  defineElement('comment-box', CommentBoxElement);
  defineElement('like-bar', LikeBarElement);
  defineElement('online-count', OnlineCountElement);
  window.huzzah = {
    version: VERSION,
    ready: Promise.resolve(),
    identify,
    destroy() {
      end();
      delete window.huzzah;
    },
  };
}
