-- Reads who a visitor is, and on which pages he holds something.
-- KEYS 1 bucket of the visitor, 2 his pages, 3 name, 4 member. ARGV 1 visitor
-- Returns { name or nil, entries of his pages, member or nil }.
-- Atomic: an erasure that ends meanwhile is seen whole or not at all.
-- include: index

local name, member = redis.call('GET', KEYS[3]), redis.call('GET', KEYS[4])
return { name, entriesOf(KEYS[1], KEYS[2], ARGV[1]), member }
