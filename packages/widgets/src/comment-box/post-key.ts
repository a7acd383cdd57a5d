/** What is asked of a key event. */
export type Key = Pick<
  KeyboardEvent,
  'key' | 'keyCode' | 'isComposing' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'
>;

/**
 * Whether a key belongs to a syllable that is being composed, and to nobody else. Safari ends
 * the composition before it tells of the key that ended it; that one it marks by 229.
 */
export function isOfComposition({ isComposing, keyCode }: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229;
}

/** Whether a key posts: ⌘ or Ctrl with Enter; in a stream Enter alone, where Shift or Alt make a new line. */
export function isPostKey(key: Key, isStream: boolean): boolean {
  if (key.key !== 'Enter' || isOfComposition(key)) return false;
  return key.metaKey || key.ctrlKey || (isStream && !key.shiftKey && !key.altKey);
}
