/**
 * The tags in Vue's templates, for `import type {} from '@huzzah/widgets/vue'`. Events are
 * written as everywhere in Vue: `@reaction-change`.
 */
import type { HTMLAttributes, ReservedProps } from 'vue';
import type { ElementEvents, ElementProps, Tag } from './element-props.js';

type Handler<Type extends string> = Type extends `${infer First}-${infer Rest}`
  ? `on${Capitalize<First>}${Capitalize<Rest>}`
  : never;
type Handlers<Events> = {
  [Type in keyof Events & string as Handler<Type>]?: ((event: Events[Type]) => void) | undefined;
};

type Component<Name extends Tag> = new () => {
  $props: ElementProps[Name] &
    Handlers<ElementEvents[Name]> &
    ReservedProps &
    Omit<HTMLAttributes, keyof ElementProps[Name]>;
};

declare module 'vue' {
  interface GlobalComponents {
    'online-count': Component<'online-count'>;
    'like-bar': Component<'like-bar'>;
    'comment-box': Component<'comment-box'>;
  }
}
