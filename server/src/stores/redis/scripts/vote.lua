-- Makes a value the visitor's one vote on a comment.
-- KEYS, ARGV 1–11: see part-page.lua; KEYS 6–12: see part-comment.lua, 13 votes of the visitor
-- ARGV 12 id, 13 value: 1, 0 or -1; 14 the last 7 bytes of the commandId
-- Returns { status, page, key, comment, his vote, '1' where it has changed }; status alone where nothing was done.
-- Atomic: the counts of a comment are the votes on it, and its place among the best is that of its counts.
-- include: index, page, comment

-- A vote: a byte of 1 more than its value, 7 of its command, 4 of its time in s.
local id, value, commandTail = ARGV[12], tonumber(ARGV[13]), ARGV[14]
local key = keyOf(id)
loadPage()
local comment = findComment(id)
local vote = comment and redis.call('HGET', KEYS[13], key)
local mine = vote and string.byte(vote) - 1 or 0

local known
if vote and string.sub(vote, 2, 8) == commandTail then
  known = mine == value and 'repeated' or 'conflict'
  if known == 'repeated' then noteCommand() end
else
  known = findCommand()
end
if known == 'conflict' then return { known } end
if not known and ARGV[10] == '1' then return { 'unknown' } end
if not comment then return { known and 'conflict' or 'not_found' } end
if known then return { known, pageText(), key, cmsgpack.pack(comment), mine, '0' } end
if comment[STATUS] ~= PUBLISHED then return { 'not_found' } end
if comment[AUTHOR] == visitor then return { 'forbidden' } end

noteCommand()
if vote or value ~= 0 then
  indexVisitor('m')
  local at = struct.pack('>I4', math.floor(now / 1000))
  redis.call('HSET', KEYS[13], key, string.char(value + 1) .. commandTail .. at)
end
countVote(key, comment, mine, value)
saveComments()
return { 'applied', pageText(), key, cmsgpack.pack(comment), value, isChanged and '1' or '0' }
