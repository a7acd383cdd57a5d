-- Erases what a visitor holds on a page: text, marks, votes and flags; again it does nothing.
-- KEYS, ARGV 1–11: see part-page.lua, KEYS 3–5 and ARGV 8–11 being idle; KEYS 6–12: see part-comment.lua, 13 votes of the visitor, 14 flags
-- ARGV 12 comments at most
-- Returns { comments, marks, votes, flags that went, '1' where more are to go, page, changes, votes that have changed }.
-- Atomic: with what goes go its counts, and readers are told of it.
-- include: index, page, comment

loadPage()
local own = readOwn(visitor)
local gone = { 0, 0, 0, 0 }
local from, most = 15, tonumber(ARGV[12])
while own and from <= #own and most > 0 do
  local key = string.sub(own, from, from + 13)
  local comment = commentAt(key)
  if comment and comment[BODY] then
    wipe(key, comment)
    gone[1] = gone[1] + 1
    if comment[STATUS] ~= REMOVED then
      comment[REMOVED_FROM], comment[REMOVED_BY] = comment[STATUS], 1
      setStatus(key, comment, REMOVED)
    end
  end
  from, most = from + 14, most - 1
end

local isMore = own and from <= #own
if isMore then
  saveOwn(visitor, string.sub(own, 1, 14) .. string.sub(own, from))
elseif own then
  local mark = string.byte(own)
  if mark > 0 then
    page[TALLY][2 * mark] = page[TALLY][2 * mark] - 1
    page[VERSION] = page[VERSION] + 1
    isChanged = true
    gone[2] = 1
  end
  redis.call('HDEL', KEYS[2], fieldOf(visitor))
end

if not isMore then
  local all = redis.call('HGETALL', KEYS[13])
  for at = 1, #all, 2 do
    local value = string.byte(all[at + 1]) - 1
    countVote(all[at], commentAt(all[at]), value, 0)
    if value ~= 0 then gone[3] = gone[3] + 1 end
  end
  redis.call('DEL', KEYS[13])
  for _, field in ipairs(redis.call('HKEYS', KEYS[14])) do
    if string.sub(field, 15) == visitor then
      redis.call('HDEL', KEYS[14], field)
      redis.call('ZREM', KEYS[12], 'f' .. field)
      gone[4] = gone[4] + 1
    end
  end
end
saveComments()
local all, voted = told()
return { gone[1], gone[2], gone[3], gone[4], isMore and '1' or '0', pageText(), all, voted }
