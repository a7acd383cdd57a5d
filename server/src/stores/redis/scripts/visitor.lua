-- Reads who a visitor is, and on which pages he holds something.
-- KEYS 1 bucket of the visitor, 2 his pages, 3 name. ARGV 1 visitor
-- Returns { name or nil, entries of his pages }.
-- Atomic: an erasure that ends meanwhile is seen whole or not at all.
-- include: index

return { redis.call('GET', KEYS[3]), entriesOf(KEYS[1], KEYS[2], ARGV[1]) }
