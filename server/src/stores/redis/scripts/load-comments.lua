-- Puts comments that come from another store; those that are there already stay as they are.
-- KEYS, ARGV 1–11: see part-page.lua, KEYS 3–5 and ARGV 1–11 being idle; KEYS 6–12: see part-comment.lua
-- ARGV from 12 three of each comment: its key, the comment, and until when the text of a removed one is kept or ''
-- Returns nothing.
-- Atomic: a comment that is there is in all lists, and its author's.
-- include: index, page, comment

for at = 12, #ARGV, 3 do
  local key, dueAt = ARGV[at], ARGV[at + 2]
  if not commentAt(key) then
    local comment = cmsgpack.unpack(ARGV[at + 1])
    local author = comment[AUTHOR]
    -- Of one that was wiped nothing is held on its author.
    if comment[BODY] then saveOwn(author, (readOwn(author) or blankOwn(author)) .. key) end
    draft(key, comment)
    hold(key, comment)
    if comment[LISTED] then list(key, comment) end
    if dueAt ~= '' then redis.call('ZADD', KEYS[12], dueAt, dueComment(key)) end
  end
end
saveComments()
