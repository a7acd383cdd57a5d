/** What a visitor may do, least first. */
export type Role = 'visitor' | 'member' | 'trainee' | 'moderator' | 'admin';

/** Who this connection speaks as. */
export interface Visitor {
  id: string;
  name: string;
  role: Role;
}
