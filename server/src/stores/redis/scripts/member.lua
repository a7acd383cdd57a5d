-- Reads which visitor a member is; makes him one where he is none yet.
-- KEYS 1 member. ARGV 1 who he is to be, '' for nobody
-- Returns the visitor, '' for none.
-- Atomic: of two sign-ons of one member the first says who he is. What was said before is written anew: WAIT then has something
-- to wait for.

local visitor = redis.call('GET', KEYS[1]) or ARGV[1]
if visitor ~= '' then redis.call('SET', KEYS[1], visitor) end
return visitor
