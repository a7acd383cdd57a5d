/**
 * Gives Lit's Trusted Types policy our name. A page that has a Lit of its own would see two
 * policies of one name, which a policy without 'allow-duplicates' refuses.
 */
export function ownPolicyName() {
  return {
    name: 'own-policy-name',
    transform(code, id) {
      if (!/\/lit-html\/.*lit-html\.js$/.test(id)) return null;
      const renamed = code.replace(/createPolicy\((["'])lit-html\1/, 'createPolicy("huzzah"');
      if (renamed === code) throw new Error('own-policy-name: Lit names its Trusted Types policy in another way now');
      return { code: renamed, map: null };
    },
  };
}
