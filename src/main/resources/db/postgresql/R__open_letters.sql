-- First pages by kind, code and table are asked for open letters. An index over those alone is not written again when a letter is
-- replayed or discarded.
create index if not exists dead_letter_open_by_kind on dead_letter (kind, died_at desc, id desc) where state = 'OPEN';
create index if not exists dead_letter_open_by_code on dead_letter (code, died_at desc, id desc) where state = 'OPEN';
create index if not exists dead_letter_open_by_table on dead_letter (table_name, died_at desc, id desc) where state = 'OPEN';
drop index if exists dead_letter_by_kind;
drop index if exists dead_letter_by_code;
drop index if exists dead_letter_by_table;
