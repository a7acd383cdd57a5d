-- Lets go of who a member is, or of whose member a visitor is, where that is still so.
-- KEYS 1 key. ARGV 1 what it holds
-- Returns nothing.
-- Atomic: what another has written meanwhile stays.

if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
