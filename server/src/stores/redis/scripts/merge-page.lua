-- Makes what a guest holds on a page a member's: comments, mark, votes and flags; again it does nothing.
-- KEYS, ARGV 1–11: see part-page.lua, KEYS 3–5 and ARGV 8–11 being idle, the visitor being the guest; KEYS 6–12: see
-- part-comment.lua, 13 votes of the guest, 14 votes of the member, 15 flags, 16 guests of the member
-- ARGV 12 member, 13 comments at most, 14 what the keys of the guest's commands begin with, 15 for how long they are known, in ms
-- Returns { '1' where more is to become his, '1' where the page has changed, page, changes, votes that have changed }.
-- Atomic: nothing is anybody's twice, or nobody's; with what is lost go its counts, and readers are told of it.
-- include: index, page, comment

local member, most = ARGV[12], tonumber(ARGV[13])
loadPage()
redis.call('HSET', KEYS[16], visitor, ARGV[14])
redis.call('PEXPIRE', KEYS[16], ARGV[15])

-- Of votes on what is his own there is none.
local function loseVote(key, vote)
  countVote(key, commentAt(key), string.byte(vote) - 1, 0)
end

local function moveComment(key, comment)
  redis.call('ZREM', KEYS[10], heldMember(key, comment))
  comment[AUTHOR] = member
  draft(key, comment)
  hold(key, comment)
  if comment[STATUS] == PUBLISHED then
    comment[C_VERSION] = comment[C_VERSION] + 1
    logChange('e', key)
  end
  local vote = redis.call('HGET', KEYS[14], key)
  if vote then
    redis.call('HDEL', KEYS[14], key)
    loseVote(key, vote)
  end
end

-- What he has written is in the order of its times.
local function insertKey(own, key, at)
  local low, high = 0, (#own - 14) / 14
  while low < high do
    local middle = math.floor((low + high) / 2)
    local from = 15 + 14 * middle
    local other = commentAt(string.sub(own, from, from + 13))
    if other and other[AT] > at then high = middle else low = middle + 1 end
  end
  return string.sub(own, 1, 14 + 14 * low) .. key .. string.sub(own, 15 + 14 * low)
end

local theirs, own = readOwn(visitor), readOwn(member)
local from = 15
if theirs then
  own = own or blankOwn(member)
  while from <= #theirs and most > 0 do
    local key = string.sub(theirs, from, from + 13)
    local comment = commentAt(key)
    if comment then
      moveComment(key, comment)
      own = insertKey(own, key, comment[AT])
    end
    from, most = from + 14, most - 1
  end
end

local isMore = theirs and from <= #theirs
if isMore then
  saveOwn(visitor, string.sub(theirs, 1, 14) .. string.sub(theirs, from))
elseif theirs then
  local mark = string.byte(theirs)
  if mark > 0 and string.byte(own) == 0 then
    own = string.sub(theirs, 1, 12) .. string.sub(own, 13)
  elseif mark > 0 then
    page[TALLY][2 * mark] = page[TALLY][2 * mark] - 1
    page[VERSION] = page[VERSION] + 1
    isChanged = true
  end
  redis.call('HDEL', KEYS[2], fieldOf(visitor))
end
if theirs then saveOwn(member, own) end

if not isMore then
  local all = redis.call('HGETALL', KEYS[13])
  for at = 1, #all, 2 do
    local key, vote = all[at], all[at + 1]
    local mine = redis.call('HGET', KEYS[14], key)
    if commentAt(key)[AUTHOR] == member or (mine and string.byte(mine) ~= 1) then
      loseVote(key, vote)
    else
      redis.call('HSET', KEYS[14], key, vote)
    end
  end
  redis.call('DEL', KEYS[13])
  -- Of two flags on a comment either says what moderators have to look at.
  for _, field in ipairs(redis.call('HKEYS', KEYS[15])) do
    if string.sub(field, 15) == visitor then
      local moved = string.sub(field, 1, 14) .. member
      if redis.call('HSETNX', KEYS[15], moved, redis.call('HGET', KEYS[15], field)) == 1 then
        redis.call('ZADD', KEYS[12], redis.call('ZSCORE', KEYS[12], 'f' .. field), 'f' .. moved)
      end
      redis.call('HDEL', KEYS[15], field)
      redis.call('ZREM', KEYS[12], 'f' .. field)
    end
  end
end
saveComments()
local all, voted = told()
return { isMore and '1' or '0', isChanged and '1' or '0', pageText(), all, voted }
