-- Keeps a flag; the second of a visitor on a comment takes the place of the first.
-- KEYS, ARGV 1–11: see part-page.lua; KEYS 6–12: see part-comment.lua, 13 flags
-- ARGV 12 id, 13 reason, 14 text, 15 until when it is kept
-- Returns { status }.
-- Atomic: what is flagged is published at that moment, and what was kept is known and goes in its time.
-- include: index, page, comment

local id = ARGV[12]
local known = findCommand()
if known then return { known } end
if ARGV[10] == '1' then return { 'unknown' } end
local comment = findComment(id)
if not comment or comment[STATUS] ~= PUBLISHED then return { 'not_found' } end
noteCommand()
indexVisitor('m')
local field = keyOf(id) .. visitor
redis.call('HSET', KEYS[13], field, cmsgpack.pack({ comment[TAIL], ARGV[13], ARGV[14], now }))
redis.call('ZADD', KEYS[12], ARGV[15], 'f' .. field)
return { 'applied' }
