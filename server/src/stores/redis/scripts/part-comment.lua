-- Comments, their lists and the log. KEYS 6 comments, 7 threads, 8 top, 9 replies, 10 held, 11 log, 12 due
--
-- A comment is MessagePack, under the first 14 bytes of its id: its key. `false` stands for what there is none of. A status is
-- 0 published, 1 pending, 2 withheld, 3 rejected, 4 removed. A comment is listed where readers meet it: published, or
-- removed under published replies.

local TAIL, C_SEQ, C_VERSION, PARENT, AUTHOR, ROLE, NAME, AT, EDITED, STATUS, REMOVED_BY, REASON, UP, DOWN, VOTED, REPLY_COUNT,
  PRINT, REMOVED_FROM, LISTED, BODY = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
local PUBLISHED, PENDING, REMOVED = 0, 1, 4
local LOG_LENGTH = 1000
local drafts, changes, votes = {}, {}, {}

local function keyOf(id) return string.sub(id, 1, 14) end

-- By its key; one that was changed here as it is now.
local function commentAt(key)
  if drafts[key] then return drafts[key] end
  local stored = redis.call('HGET', KEYS[6], key)
  return stored and cmsgpack.unpack(stored)
end

local function findComment(id)
  local comment = commentAt(keyOf(id))
  return comment and comment[TAIL] == string.sub(id, 15) and comment or nil
end

local function draft(key, comment) drafts[key] = comment end

local function saveComments()
  for key, comment in pairs(drafts) do redis.call('HSET', KEYS[6], key, cmsgpack.pack(comment)) end
end

local function logChange(type, key)
  page[SEQ] = page[SEQ] + 1
  isChanged = true
  redis.call('RPUSH', KEYS[11], type .. key)
  redis.call('LTRIM', KEYS[11], -LOG_LENGTH, -1)
  table.insert(changes, { page[SEQ], type, key })
end

-- Score, then seq, as one number that a sorted set holds exactly: 20 bits of score with its sign, 32 of seq.
local MOST_SCORE, SEQS = 1048575, 4294967296
local function topScore(score, seq)
  return string.format('%.0f', math.max(-MOST_SCORE, math.min(MOST_SCORE, score)) * SEQS + seq)
end

local function seqBytes(seq) return struct.pack('>I5', seq) end

local function list(key, comment)
  local seq = comment[C_SEQ]
  if comment[PARENT] then
    redis.call('ZADD', KEYS[9], 0, keyOf(comment[PARENT]) .. seqBytes(seq) .. key)
  else
    redis.call('ZADD', KEYS[7], seq, key)
    redis.call('ZADD', KEYS[8], topScore(comment[UP] - comment[DOWN], seq), string.format('%.0f', seq))
  end
end

local function delist(key, comment)
  local seq = comment[C_SEQ]
  if comment[PARENT] then
    redis.call('ZREM', KEYS[9], keyOf(comment[PARENT]) .. seqBytes(seq) .. key)
  else
    redis.call('ZREM', KEYS[7], key)
    redis.call('ZREM', KEYS[8], string.format('%.0f', seq))
  end
end

local function heldMember(key, comment)
  local author = comment[AUTHOR]
  return string.char(#author) .. author .. struct.pack('>d', comment[AT]) .. key
end

local function hold(key, comment)
  local isHeld = comment[STATUS] ~= PUBLISHED and comment[STATUS] ~= REMOVED
  if isHeld then
    redis.call('ZADD', KEYS[10], 0, heldMember(key, comment))
  else
    redis.call('ZREM', KEYS[10], heldMember(key, comment))
  end
end

-- One that is no longer published stays listed while it has published replies.
local function relist(key, comment)
  local isKept = not comment[PARENT] and comment[C_SEQ] and comment[REPLY_COUNT] > 0
  local isListed = comment[STATUS] == PUBLISHED or isKept or false
  if isListed == comment[LISTED] then return end
  comment[LISTED] = isListed
  draft(key, comment)
  if isListed then list(key, comment) else delist(key, comment) end
  if not comment[PARENT] then page[THREADS] = page[THREADS] + (isListed and 1 or -1) end
end

local function countComment(comment, step)
  page[COMMENTS] = page[COMMENTS] + step
  if not comment[PARENT] then return end
  local key = keyOf(comment[PARENT])
  local top = commentAt(key)
  top[REPLY_COUNT] = top[REPLY_COUNT] + step
  draft(key, top)
  relist(key, top)
end

local function setStatus(key, comment, status)
  local step = (status == PUBLISHED and 1 or 0) - (comment[STATUS] == PUBLISHED and 1 or 0)
  comment[STATUS] = status
  comment[C_VERSION] = comment[C_VERSION] + 1
  draft(key, comment)
  hold(key, comment)
  if step == 0 then return end
  logChange(step > 0 and 's' or 'r', key)
  relist(key, comment)
  countComment(comment, step)
end

local function dueComment(key) return 'c' .. key end

-- Text and name go, and so does what the posting is compared by.
local function wipe(key, comment)
  comment[BODY], comment[NAME], comment[PRINT] = false, '', ''
  draft(key, comment)
  redis.call('ZREM', KEYS[12], dueComment(key))
end

local function countVote(key, comment, before, after)
  if before == after then return end
  comment[UP] = comment[UP] + (after == 1 and 1 or 0) - (before == 1 and 1 or 0)
  comment[DOWN] = comment[DOWN] + (after == -1 and 1 or 0) - (before == -1 and 1 or 0)
  comment[VOTED] = comment[VOTED] + 1
  draft(key, comment)
  if comment[LISTED] and not comment[PARENT] then
    local seq = comment[C_SEQ]
    redis.call('ZADD', KEYS[8], topScore(comment[UP] - comment[DOWN], seq), string.format('%.0f', seq))
  end
  page[VOTES] = page[VOTES] + 1
  isChanged = true
  votes[key] = comment
end

-- What is told: { { seq, type, key, comment } … }, { key, comment … }
local function told()
  local all, voted = {}, {}
  for at, change in ipairs(changes) do
    all[at] = { change[1], change[2], change[3], cmsgpack.pack(commentAt(change[3])) }
  end
  for key, comment in pairs(votes) do
    table.insert(voted, key)
    table.insert(voted, cmsgpack.pack(comment))
  end
  return all, voted
end
