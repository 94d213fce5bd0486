"""What the school's day rests on: its name, terms, bells, calendar and walking times, as the office keeps them."""
