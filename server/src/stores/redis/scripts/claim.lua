-- In a cluster, before a page's script: notes on the visitor's master what his command is for, and that he will hold something.
-- KEYS 1 command, 2 bucket of the visitor, 3 his pages
-- ARGV 1 visitor, 2 id of the page, 3 what the command asks for, 4 its time to live in ms, 5 flag of the index or '', 6 '1' where it is
--      only to be known, 7 '1' where what the command was for before is known not to have been done
-- Returns what the command was for before, where that is something else and nothing was noted; else ''.
-- Atomic: of two pages that are given the same command at once one sees the other.
-- include: index

local claim = 'c' .. ARGV[2] .. ARGV[3]
local known = redis.call('GET', KEYS[1])
if known and known ~= claim and ARGV[7] ~= '1' then return known end
if ARGV[6] == '1' then return '' end
redis.call('SET', KEYS[1], claim, 'PX', ARGV[4])
if ARGV[5] ~= '' then indexPage(KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[5]) end
return ''
