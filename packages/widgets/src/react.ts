/**
 * The tags in the JSX of React 19, for `import type {} from '@huzzah/widgets/react'`. Attributes are
 * named as properties, events as `on` and their name: `onreaction-change`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ElementEvents, ElementProps, Tag } from './element-props.js';

type Handlers<Events> = {
  [Type in keyof Events & string as `on${Type}`]?: ((event: Events[Type]) => void) | undefined;
};

type Props<Name extends Tag> = ElementProps[Name] &
  Handlers<ElementEvents[Name]> &
  Omit<
    DetailedHTMLProps<HTMLAttributes<HTMLElementTagNameMap[Name]>, HTMLElementTagNameMap[Name]>,
    keyof ElementProps[Name]
  >;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- it is React's own
  namespace JSX {
    interface IntrinsicElements {
      'online-count': Props<'online-count'>;
      'like-bar': Props<'like-bar'>;
      'comment-box': Props<'comment-box'>;
    }
  }
}
