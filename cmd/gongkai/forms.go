package main

import (
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// formBasis is the document that set each form.
var formBasis = map[string]string{
	"A1": "国务院令第492号", "A2": "国办发〔2014〕32号", "B": "国办公开办函〔2019〕60号", "C": "国办公开办函〔2021〕30号",
}

// formsListed are the forms in time, with what the program makes of each.
func formsListed() []formListed {
	var list []formListed
	for _, f := range forms.All.Forms {
		list = append(list, formListed{f.Name, f.Years, formBasis[f.Name], len(normalize.Grid(f.Name)), f.Read})
	}
	return list
}
