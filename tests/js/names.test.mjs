import assert from "node:assert/strict";
import test from "node:test";

import { findStudents, foldPinyin } from "../../schoolapp/checkin/scanner/client/names.js";

const CHILDREN = [
  { id: 1, name: "陈小禾", pinyin: "chen xiao he", initials: "cxh", homeroom_id: 7, seat: 21 },
  { id: 2, name: "刘星宇", pinyin: "liu xing yu", initials: "lxy", homeroom_id: 8, seat: 17 },
  { id: 3, name: "牛新雨", pinyin: "niu xin yu", initials: "nxy", homeroom_id: 8, seat: 3 },
  { id: 4, name: "黄飞", pinyin: "huang fei", initials: "hf", homeroom_id: 7, seat: 4 },
  { id: 5, name: "吕庄", pinyin: "lü zhuang", initials: "lz", homeroom_id: 7, seat: 9 },
];
const ids = (query) => findStudents(CHILDREN, query).map((student) => student.id);

test("by characters: whole name before beginning before middle", () => {
  assert.deepEqual(ids("陈小禾"), [1]);
  assert.deepEqual(ids("小禾"), [1]);
  assert.deepEqual(ids("吴"), []);
});

test("by initials, upper case too", () => {
  assert.deepEqual(ids("cxh"), [1]);
  assert.deepEqual(ids("CX"), [1]);
});

test("by pinyin, with and without spaces", () => {
  assert.deepEqual(ids("chenxiaohe"), [1]);
  assert.deepEqual(ids("chen xiao"), [1]);
});

test("a southern accent finds the child: n for l, in for ing", () => {
  assert.deepEqual(ids("niuxinyu"), [3, 2], "the exact name stays first");
  assert.deepEqual(ids("nxy"), [3, 2]);
});

test("f and h, zh and z, ang and an, v for ü sound alike", () => {
  assert.deepEqual(ids("fuangfei"), [4]);
  assert.deepEqual(ids("lvzuan"), [5]);
  assert.equal(foldPinyin("zhang"), foldPinyin("zan"));
  assert.equal(foldPinyin("sheng"), foldPinyin("sen"));
});

test("by seat number, exactly", () => {
  assert.deepEqual(ids("17"), [2]);
  assert.deepEqual(ids("1"), []);
});

test("nothing typed, nobody found", () => assert.deepEqual(ids("  "), []));

test("equal answers come in the order of the class list", () => {
  const twins = [3, 1, 2].map((seat) => ({ id: 10 + seat, name: "王一", pinyin: "wang yi", initials: "wy", homeroom_id: 1, seat }));
  assert.deepEqual(findStudents(twins, "wy").map(({ seat }) => seat), [1, 2, 3]);
});
