import type { Comment, Sort } from '@huzzah/protocol';

/** All comments of a page that its list holds, as the server gives them to anybody, part after part. */
export async function listedAt(url: string, page: string, sort: Sort = 'newest'): Promise<Comment[]> {
  const all: Comment[] = [];
  let before: string | null = null;
  do {
    const query = new URLSearchParams({ page, sort, limit: '100', ...(before !== null && { before }) });
    const response = await fetch(`${url}/api/v1/sites/default/comments?${query}`);
    const list = (await response.json()) as { comments: Comment[]; before: string | null };
    all.push(...list.comments);
    before = list.before;
  } while (before !== null);
  return all;
}
