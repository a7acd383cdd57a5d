-- Edits, removes or restores a comment.
-- KEYS, ARGV 1–11: see part-page.lua; KEYS 6–12: see part-comment.lua
-- ARGV 12 id, 13 'e' edit, 'r' remove or 's' restore, 14 the version that was looked at, 15 body of an edit,
--      16 who removes it: 1 its author, 2 a moderator; 17 until when the text of a removed one is kept
-- Returns as post.lua, and where it is repeated what was kept with it.
-- Atomic: as post.lua; and the version that was looked at is the one that is changed.
-- include: index, page, comment

local id, type = ARGV[12], ARGV[13]
local key = keyOf(id)
loadPage()
local comment = findComment(id)
local known, kept = findCommand()
if known == 'repeated' and not comment then known = 'conflict' end
if known == 'conflict' then return { known } end
if known then return { known, pageText(), key, cmsgpack.pack(comment), {}, {}, kept } end
if ARGV[10] == '1' then return { 'unknown' } end
if not comment then return { 'not_found' } end
local isRemoved = comment[STATUS] == REMOVED
if comment[C_VERSION] ~= tonumber(ARGV[14]) or isRemoved ~= (type == 's') then return { 'stale' } end
-- Its text is no longer kept.
if not comment[BODY] then return { 'not_found' } end

if type == 'e' then
  comment[BODY], comment[EDITED], comment[C_VERSION] = ARGV[15], now, comment[C_VERSION] + 1
  draft(key, comment)
  if comment[STATUS] == PUBLISHED then logChange('e', key) end
elseif type == 'r' then
  comment[REMOVED_FROM], comment[REMOVED_BY] = comment[STATUS], tonumber(ARGV[16])
  redis.call('ZADD', KEYS[12], ARGV[17], dueComment(key))
  setStatus(key, comment, REMOVED)
else
  local status = comment[REMOVED_FROM]
  comment[REMOVED_FROM], comment[REMOVED_BY] = false, false
  redis.call('ZREM', KEYS[12], dueComment(key))
  setStatus(key, comment, status)
end
local edited = comment[EDITED] and string.format('%.0f', math.floor(comment[EDITED])) or ''
noteCommand(table.concat({ comment[C_VERSION], edited, comment[REPLY_COUNT] }, ','))
saveComments()
local all, voted = told()
return { 'applied', pageText(), key, cmsgpack.pack(comment), all, voted }
