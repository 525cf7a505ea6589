def _none(request, programme, pk=None): ...


firm_lists = firm_list = read_firm_list = accept_firm_list = retire_firm_list = (
    firm_list_file
) = firm_list_problems_csv = _none
