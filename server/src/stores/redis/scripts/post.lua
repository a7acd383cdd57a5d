-- Posts a comment.
-- KEYS, ARGV 1–11: see part-page.lua; KEYS 6–12: see part-comment.lua; in one Redis KEYS 13 the visitor's name
-- ARGV 12 id, 13 id of the comment that it answers or '', 14 role, 15 name, 16 status, 17 reason or '', 18 fingerprint, 19 body,
--      20 '1' where the name is the visitor's from now on
-- Returns { status, page, key, comment, changes, votes }; status alone where nothing was done.
-- Atomic: the comment, its place in the lists, the counts of its page and of the comment that it answers, its entry in the
-- log and the memory of its command are one step, so that no reader ever sees a part of it.
-- include: index, page, comment

local id, parentId = ARGV[12], ARGV[13]
local key = keyOf(id)
loadPage()
local present = commentAt(key)
local known = findCommand()
if not known and present and present[AUTHOR] == visitor then
  known = (present[PRINT] == '' or present[PRINT] == ARGV[18]) and 'repeated' or 'conflict'
  if known == 'repeated' then noteCommand() end
end
if known == 'repeated' and not findComment(id) then known = 'conflict' end
if known == 'conflict' then return { known } end
if known then return { known, pageText(), key, cmsgpack.pack(present), {}, {} } end
if ARGV[10] == '1' then return { 'unknown' } end
if present then return { 'conflict' } end

local top = false
if parentId ~= '' then
  local answered = findComment(parentId)
  if not answered or answered[STATUS] ~= PUBLISHED then return { 'not_found' } end
  top = answered[PARENT] or parentId
end

noteCommand()
indexVisitor('p')
saveOwn(visitor, (readOwn(visitor) or blankOwn(visitor)) .. key)
local status = tonumber(ARGV[16])
local reason = ARGV[17] ~= '' and ARGV[17]
local comment = { string.sub(id, 15), false, 1, top, visitor, tonumber(ARGV[14]), ARGV[15], now, false, status, false, reason,
  0, 0, 0, 0, ARGV[18], false, false, ARGV[19] }
draft(key, comment)
isChanged = isChanged or not isMade
if status == PUBLISHED then
  comment[C_SEQ] = page[SEQ] + 1
  logChange('p', key)
  relist(key, comment)
  countComment(comment, 1)
else
  hold(key, comment)
end
saveComments()
if ARGV[20] == '1' and KEYS[13] then redis.call('SET', KEYS[13], ARGV[15]) end
local all, voted = told()
return { 'applied', pageText(), key, cmsgpack.pack(comment), all, voted }
