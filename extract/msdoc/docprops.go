package msdoc

func (r *reader) properties() {}
