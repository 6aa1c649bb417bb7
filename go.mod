module github.com/gongkai-data/gongkai

go 1.26.0

toolchain go1.26.8
